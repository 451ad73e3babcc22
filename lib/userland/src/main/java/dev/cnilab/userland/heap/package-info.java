/** How the memory of this process is shared among the machines in it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.heap;
