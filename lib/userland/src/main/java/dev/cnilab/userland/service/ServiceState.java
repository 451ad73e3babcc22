package dev.cnilab.userland.service;

/** ActiveState= and SubState=, as in {@code systemctl status}. */
public enum ServiceState {
  RUNNING("active", "running"),
  STARTING("activating", "start"),
  DEAD("inactive", "dead"),
  FAILED("failed", "failed"),
  STOPPING("deactivating", "stop-sigterm"),
  WAITING_TO_RESTART("activating", "auto-restart");

  private final String active;
  private final String sub;

  ServiceState(String active, String sub) {
    this.active = active;
    this.sub = sub;
  }

  public String active() {
    return active;
  }

  public String sub() {
    return sub;
  }
}
