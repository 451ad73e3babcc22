package dev.cnilab.cluster.containerd.config;

/** A valid configuration with which containerd does not start. */
public final class UnusableConfigException extends Exception {
  UnusableConfigException(String said) {
    super(said);
  }
}
