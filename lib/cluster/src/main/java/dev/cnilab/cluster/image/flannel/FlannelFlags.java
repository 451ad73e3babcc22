package dev.cnilab.cluster.image.flannel;

import java.util.List;

/** The options of flanneld as it logs them when it starts. */
final class FlannelFlags {
  private FlannelFlags() {}

  static String text(List<String> arguments) {
    return "{etcdEndpoints:http://127.0.0.1:4001,http://127.0.0.1:2379 etcdPrefix:/coreos.com/network"
        + " etcdKeyfile: etcdCertfile: etcdCAFile: etcdUsername: etcdPassword: version:false"
        + " kubeSubnetMgr:"
        + arguments.contains("--kube-subnet-mgr")
        + " kubeApiUrl: kubeAnnotationPrefix:flannel.alpha.coreos.com kubeConfigFile: iface:[]"
        + " ifaceRegex:[] ipMasq:"
        + arguments.contains("--ip-masq")
        + " ipMasqRandomFullyDisable:false ifaceCanReach: subnetFile:/run/flannel/subnet.env publicIP:"
        + " publicIPv6: subnetLeaseRenewMargin:60 healthzIP:0.0.0.0 healthzPort:8081"
        + " iptablesResyncSeconds:5 iptablesForwardRules:true blackholeRoute:false"
        + " netConfPath:/etc/kube-flannel/net-conf.json setNodeNetworkUnavailable:true}";
  }
}
