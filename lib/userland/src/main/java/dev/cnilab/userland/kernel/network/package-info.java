/** The files in which the kernel shows a network namespace: /proc/net, proc(5). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel.network;
