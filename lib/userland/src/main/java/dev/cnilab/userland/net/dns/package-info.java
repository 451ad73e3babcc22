/**
 * The commands that query DNS: {@code nslookup}, {@code dig} and {@code host} of bind, and getent.
 */
@NullMarked
package dev.cnilab.userland.net.dns;

import org.jspecify.annotations.NullMarked;
