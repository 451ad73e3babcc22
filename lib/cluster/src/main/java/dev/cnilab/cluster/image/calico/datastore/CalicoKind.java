package dev.cnilab.cluster.image.calico.datastore;

import java.util.Locale;

/** The custom resources that Calico's programs read and write. */
public enum CalicoKind {
  BGP_CONFIGURATION("BGPConfiguration", "bgpconfigurations"),
  BGP_PEER("BGPPeer", "bgppeers"),
  BLOCK_AFFINITY("BlockAffinity", "blockaffinities"),
  CLUSTER_INFORMATION("ClusterInformation", "clusterinformations"),
  FELIX_CONFIGURATION("FelixConfiguration", "felixconfigurations"),
  IPAM_BLOCK("IPAMBlock", "ipamblocks"),
  IPAM_CONFIG("IPAMConfig", "ipamconfigs"),
  IPAM_HANDLE("IPAMHandle", "ipamhandles"),
  IP_POOL("IPPool", "ippools"),
  KUBE_CONTROLLERS_CONFIGURATION("KubeControllersConfiguration", "kubecontrollersconfigurations");

  public static final String GROUP = "crd.projectcalico.org";

  private final String kind;
  private final String plural;

  CalicoKind(String kind, String plural) {
    this.kind = kind;
    this.plural = plural;
  }

  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }

  /** The path of all its objects, as in the URL of a failed request. */
  public String path() {
    return "/apis/" + GROUP + "/v1/" + plural;
  }

  /** The path of one object. */
  public String path(String name) {
    return path() + "/" + name.toLowerCase(Locale.ROOT);
  }
}
