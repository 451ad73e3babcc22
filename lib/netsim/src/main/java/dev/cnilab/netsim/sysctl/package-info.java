/** The settings under /proc/sys/net of one namespace. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.netsim.sysctl;
