/** Commands that start, list, watch and end processes. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system.process;
