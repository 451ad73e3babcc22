package dev.cnilab.netsim;

public class NetworkNamespace {
  private final String name;

  NetworkNamespace(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }
}
