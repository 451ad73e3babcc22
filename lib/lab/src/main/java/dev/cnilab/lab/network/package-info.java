/**
 * What network commands print, read into records. Understands iproute2 6, iputils 20221126 and
 * busybox 1.36; a line it does not know is kept in the raw output and otherwise passed over.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.network;
