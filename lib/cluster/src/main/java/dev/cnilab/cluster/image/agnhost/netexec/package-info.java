/** The server {@code netexec}, which does over the network what it is asked to. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.agnhost.netexec;
