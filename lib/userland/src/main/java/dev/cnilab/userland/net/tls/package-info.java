/** TLS over the simulated network's TCP, implemented by the JDK's own engine. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.tls;
