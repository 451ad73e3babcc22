package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Objects;

/** How iproute2 prints a refusal of the kernel (lib/libnetlink.c). */
public final class KernelAnswer {
  private KernelAnswer() {}

  public static String text(ErrnoException refused) {
    String message = Objects.requireNonNullElse(refused.getMessage(), "");
    if (!refused.isExtended()) {
      return "RTNETLINK answers: " + message;
    }
    return "Error: " + message + (message.endsWith(".") ? "" : ".");
  }
}
