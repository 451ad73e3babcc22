/** Regular expressions and patterns as commands read them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.command.pattern;
