/** {@code ipset}: sets of addresses that iptables asks about. */
@NullMarked
package dev.cnilab.userland.net.ipset;

import org.jspecify.annotations.NullMarked;
