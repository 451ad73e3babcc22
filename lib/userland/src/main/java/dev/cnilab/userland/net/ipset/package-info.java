/** {@code ipset}: sets of addresses for iptables rules. */
@NullMarked
package dev.cnilab.userland.net.ipset;

import org.jspecify.annotations.NullMarked;
