/** The server {@code netexec}, which carries out requests from the network. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.agnhost.netexec;
