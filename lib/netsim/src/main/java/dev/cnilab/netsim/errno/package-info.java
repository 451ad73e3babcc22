/** The kernel's error numbers, and the exception that carries one out of a system call. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.errno;
