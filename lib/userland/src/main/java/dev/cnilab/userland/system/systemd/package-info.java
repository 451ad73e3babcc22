/** {@code systemctl} and {@code journalctl}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system.systemd;
