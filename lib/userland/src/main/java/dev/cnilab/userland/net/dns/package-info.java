/** The commands that ask DNS: {@code nslookup}, {@code dig} and {@code host} of bind, getent. */
@NullMarked
package dev.cnilab.userland.net.dns;

import org.jspecify.annotations.NullMarked;
