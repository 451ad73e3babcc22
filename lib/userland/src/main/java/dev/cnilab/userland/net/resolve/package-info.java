/** How programs find addresses by name: /etc/hosts and DNS, as glibc does it. */
@NullMarked
package dev.cnilab.userland.net.resolve;

import org.jspecify.annotations.NullMarked;
