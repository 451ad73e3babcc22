package dev.cnilab.userland.privilege;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The capabilities of Linux in the order of their bits; capabilities(7). */
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  /** All of them. */
  public static Set<Capability> all() {
    return EnumSet.allOf(Capability.class);
  }

  /** The capability with a name, ignoring case, with or without a leading CAP_. */
  public static Optional<Capability> parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    return Arrays.stream(values()).filter(each -> each.name().equals(bare)).findFirst();
  }

  /** A set as in /proc/PID/status: 16 hexadecimal digits, where bit n stands for number n. */
  @SuppressWarnings("EnumOrdinal") // the ordinals are the bit numbers
  public static String mask(Set<Capability> set) {
    long bits = 0;
    for (Capability each : set) {
      bits |= 1L << each.ordinal();
    }
    return String.format("%016x", bits);
  }
}
