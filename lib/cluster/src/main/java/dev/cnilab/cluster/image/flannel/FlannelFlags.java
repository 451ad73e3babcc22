package dev.cnilab.cluster.image.flannel;

import java.util.List;
import java.util.Optional;

/**
 * The options of flanneld.
 *
 * @param arguments the command line, with the program's name
 */
record FlannelFlags(List<String> arguments) {
  /** Every value that an option was given, as {@code --name=value} or {@code -name=value}. */
  List<String> all(String name) {
    return arguments.stream()
        .filter(argument -> argument.matches("--?" + name + "=.*"))
        .map(argument -> argument.substring(argument.indexOf('=') + 1))
        .toList();
  }

  /** The value an option was given last. */
  Optional<String> last(String name) {
    return all(name).stream().reduce((first, last) -> last);
  }

  /** Whether an option without a value was given. */
  boolean has(String name) {
    return arguments.contains("--" + name) || arguments.contains("-" + name);
  }

  /** All of them as flanneld logs them when it starts. */
  @Override
  public String toString() {
    return "{etcdEndpoints:http://127.0.0.1:4001,http://127.0.0.1:2379"
        + " etcdPrefix:/coreos.com/network etcdKeyfile: etcdCertfile: etcdCAFile:"
        + " etcdUsername: etcdPassword: version:false kubeSubnetMgr:"
        + has("kube-subnet-mgr")
        + " kubeApiUrl: kubeAnnotationPrefix:flannel.alpha.coreos.com kubeConfigFile: iface:"
        + listed("iface")
        + " ifaceRegex:"
        + listed("iface-regex")
        + " ipMasq:"
        + has("ip-masq")
        + " ipMasqRandomFullyDisable:false ifaceCanReach: subnetFile:/run/flannel/subnet.env"
        + " publicIP:"
        + last("public-ip").orElse("")
        + " publicIPv6: subnetLeaseRenewMargin:60 healthzIP:0.0.0.0 healthzPort:8081"
        + " iptablesResyncSeconds:5 iptablesForwardRules:true blackholeRoute:false"
        + " netConfPath:/etc/kube-flannel/net-conf.json setNodeNetworkUnavailable:true}";
  }

  private String listed(String name) {
    return "[" + String.join(" ", all(name)) + "]";
  }
}
