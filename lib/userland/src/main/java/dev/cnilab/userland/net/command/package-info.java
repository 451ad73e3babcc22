/** What network commands share: their arguments, their usage texts, and how they fail. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.command;
