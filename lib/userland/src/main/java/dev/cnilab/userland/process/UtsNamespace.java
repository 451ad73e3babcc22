package dev.cnilab.userland.process;

/** A host name shared by several processes; uts_namespaces(7). */
public final class UtsNamespace {
  private String hostname;

  public UtsNamespace(String hostname) {
    this.hostname = hostname;
  }

  public String hostname() {
    return hostname;
  }

  public void setHostname(String hostname) {
    this.hostname = hostname;
  }
}
