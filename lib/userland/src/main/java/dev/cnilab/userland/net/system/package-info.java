/** Commands about the kernel's settings and the hardware: {@code sysctl} and {@code ethtool}. */
@NullMarked
package dev.cnilab.userland.net.system;

import org.jspecify.annotations.NullMarked;
