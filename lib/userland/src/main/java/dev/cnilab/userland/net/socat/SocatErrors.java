package dev.cnilab.userland.net.socat;

import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.time.ZoneOffset;

/** The error messages of socat. */
final class SocatErrors {
  private SocatErrors() {}

  static ProgramException of(Process process, String message) {
    String now = DateFormat.text("%Y/%m/%d %H:%M:%S", process.now().atZone(ZoneOffset.UTC));
    return new ProgramException(1, now + " socat[" + process.pidInside() + "] E " + message);
  }
}
