/** {@code arping}: resolves addresses on a link by ARP. */
@NullMarked
package dev.cnilab.userland.net.arping;

import org.jspecify.annotations.NullMarked;
