/** {@code iperf3}: how much a TCP connection carries. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.iperf;
