package dev.cnilab.cluster.containerd.config;

/** A configuration that can be read, but that containerd does not start with. */
public final class UnusableConfigException extends Exception {
  UnusableConfigException(String said) {
    super(said);
  }
}
