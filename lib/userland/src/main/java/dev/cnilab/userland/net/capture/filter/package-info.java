/** Capture filters: pcap-filter(7). */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.net.capture.filter;
