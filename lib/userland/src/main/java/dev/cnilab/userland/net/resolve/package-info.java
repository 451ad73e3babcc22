/** Name resolution by /etc/hosts and DNS, as in glibc. */
@NullMarked
package dev.cnilab.userland.net.resolve;

import org.jspecify.annotations.NullMarked;
