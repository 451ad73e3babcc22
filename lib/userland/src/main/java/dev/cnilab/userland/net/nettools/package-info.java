/** {@code ifconfig}, {@code route} and {@code arp}: net-tools, and busybox's versions of them. */
@NullMarked
package dev.cnilab.userland.net.nettools;

import org.jspecify.annotations.NullMarked;
