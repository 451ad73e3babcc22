/** What the kernel tells of a network namespace in files: /proc/net, proc(5). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel.network;
