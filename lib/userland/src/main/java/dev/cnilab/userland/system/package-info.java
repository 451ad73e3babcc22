/** Commands for the machine: its name, its kernel, its processors and its users. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system;
