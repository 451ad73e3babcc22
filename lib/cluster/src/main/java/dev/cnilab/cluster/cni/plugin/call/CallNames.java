package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import java.util.regex.Pattern;

/** The names in a plugin's environment, as libcni's {@code pkg/utils} checks them. */
final class CallNames {
  private static final Pattern CONTAINER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]*");
  private static final Pattern NOT_IN_INTERFACES = Pattern.compile("[/:\\s]");
  private static final int LONGEST_INTERFACE = 15;

  private CallNames() {}

  /**
   * Checks those of a call about a container.
   *
   * @throws CniException if one of them could not be a container's or an interface's
   */
  static void require(CmdArgs args) throws CniException {
    if (!CONTAINER.matcher(args.containerId()).matches()) {
      throw invalid("invalid characters in containerID", args.containerId());
    }
    String link = args.ifName();
    if (link.length() > LONGEST_INTERFACE) {
      throw invalid(
          "interface name is too long",
          "interface name should be less than " + (LONGEST_INTERFACE + 1) + " characters");
    }
    if (link.equals(".") || link.equals("..")) {
      throw invalid("interface name is . or ..", "");
    }
    if (NOT_IN_INTERFACES.matcher(link).find()) {
      throw invalid("interface name contains / or : or whitespace characters", "");
    }
  }

  private static CniException invalid(String message, String details) {
    return new CniException(CniException.INVALID_ENVIRONMENT, message, details);
  }
}
