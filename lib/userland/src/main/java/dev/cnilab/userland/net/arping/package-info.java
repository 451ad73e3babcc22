/** {@code arping}: asks for addresses on a link. */
@NullMarked
package dev.cnilab.userland.net.arping;

import org.jspecify.annotations.NullMarked;
