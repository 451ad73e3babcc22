/** What commands have in common: how they are invoked, their options, their dialect. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.command;
