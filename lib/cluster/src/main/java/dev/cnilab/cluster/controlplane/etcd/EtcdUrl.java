package dev.cnilab.cluster.controlplane.etcd;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.tcp.Endpoint;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an etcd listens, or is looked for.
 *
 * @param isSecure whether TLS is spoken there: https, not http
 */
public record EtcdUrl(boolean isSecure, Endpoint place) {
  private static final Pattern URL = Pattern.compile("http(s?)://([0-9.]+):(\\d{1,5})");

  /** All in the value of a flag such as {@code --etcd-servers}. */
  public static List<EtcdUrl> all(String urls) {
    return URL.matcher(urls)
        .results()
        .map(
            url ->
                new EtcdUrl(
                    !url.group(1).isEmpty(),
                    new Endpoint(Ipv4Address.parse(url.group(2)), Integer.parseInt(url.group(3)))))
        .toList();
  }

  @Override
  public String toString() {
    return (isSecure ? "https://" : "http://") + place;
  }
}
