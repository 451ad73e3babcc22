/** Commands for kernel settings and hardware: {@code sysctl} and {@code ethtool}. */
@NullMarked
package dev.cnilab.userland.net.system;

import org.jspecify.annotations.NullMarked;
