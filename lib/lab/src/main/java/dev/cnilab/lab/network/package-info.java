/**
 * Parses the output of network commands into records. Supports iproute2 6, iputils 20221126 and
 * busybox 1.36; unknown lines are kept in the raw output and otherwise ignored.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.network;
