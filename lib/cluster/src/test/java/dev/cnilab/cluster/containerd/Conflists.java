package dev.cnilab.cluster.containerd;

/** Network configurations of a node. */
public final class Conflists {
  private Conflists() {}

  /** The cluster's own configuration with the bridge plugin. */
  public static final String BRIDGE =
      """
      {
        "cniVersion": "1.0.0",
        "name": "bridge",
        "plugins": [
          {
            "type": "bridge",
            "bridge": "cni0",
            "isGateway": true,
            "isDefaultGateway": true,
            "hairpinMode": true,
            "ipam": {
              "type": "host-local",
              "ranges": [[{ "subnet": "10.244.1.0/24" }]]
            }
          },
          {
            "type": "portmap",
            "capabilities": { "portMappings": true }
          }
        ]
      }
      """;

  /** The configuration that flannel installs. */
  public static final String FLANNEL =
      """
      {
        "name": "cbr0",
        "cniVersion": "1.0.0",
        "plugins": [
          {
            "type": "flannel",
            "delegate": {
              "hairpinMode": true,
              "isDefaultGateway": true
            }
          },
          {
            "type": "portmap",
            "capabilities": {
              "portMappings": true
            }
          }
        ]
      }
      """;
}
