/** How the machines in this process share its memory. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.heap;
