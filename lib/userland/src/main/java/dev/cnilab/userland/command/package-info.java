/** What commands share: their invocation, options and dialect. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.command;
