package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.image.ImageConfig;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.coredns.CoreDns;
import dev.cnilab.cluster.image.flannel.Flanneld;
import dev.cnilab.cluster.image.flannel.InstallConf;
import dev.cnilab.cluster.image.proxy.KubeProxy;
import dev.cnilab.cluster.jq.Jq;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** All images but those of the control plane. */
public final class LibraryImages {
  private static final Pattern RELEASES =
      Pattern.compile(
          "latest|stable|mainline|(stable-|mainline-)?alpine.*|\\d+(\\.\\d+){0,2}(-.+)?");

  private static final Pattern VERSIONS = Pattern.compile("latest|v\\d+\\.\\d+(\\.\\d+)?(-.+)?");

  private LibraryImages() {}

  public static List<ImageDefinition> definitions() {
    return List.of(
        new ImageDefinition(
            List.of("pause"),
            Pattern.compile("latest|\\d+\\.\\d+(\\.\\d+)?"),
            320_448,
            ImageConfig.entrypoint("/pause").withUser(65535),
            (root, tag) -> Executables.write(root, "/pause", "pause")),
        new ImageDefinition(
            List.of("busybox"),
            Pattern.compile(RELEASES + "|musl|glibc|uclibc"),
            2_224_358,
            ImageConfig.command("sh"),
            (root, tag) -> busybox(root)),
        new ImageDefinition(
            List.of("alpine"),
            Pattern.compile(RELEASES + "|edge"),
            3_626_897,
            ImageConfig.command("/bin/sh"),
            (root, tag) -> busybox(root)),
        new ImageDefinition(
            List.of("curlimages/curl", "curl"),
            RELEASES,
            8_960_451,
            ImageConfig.entrypoint("/entrypoint.sh").withCommand("curl"),
            (root, tag) -> curl(root)),
        new ImageDefinition(
            List.of("hashicorp/http-echo", "http-echo"),
            RELEASES,
            5_613_480,
            ImageConfig.entrypoint("/http-echo"),
            (root, tag) -> Executables.write(root, "/http-echo", "http-echo")),
        new ImageDefinition(
            List.of("nginxdemos/hello"),
            Pattern.compile(RELEASES + "|plain-text"),
            17_250_343,
            ImageConfig.command("nginx-hello"),
            (root, tag) -> debian(root, "/usr/sbin/nginx-hello", "nginx-hello")),
        new ImageDefinition(
            List.of("nginx"),
            RELEASES,
            72_388_112,
            ImageConfig.entrypoint("/docker-entrypoint.sh")
                .withCommand("nginx", "-g", "daemon off;"),
            (root, tag) -> nginx(root)),
        new ImageDefinition(
            List.of("nicolaka/netshoot", "netshoot"),
            VERSIONS,
            202_331_906,
            ImageConfig.command("bash"),
            (root, tag) -> debian(root, "/usr/bin/jq", "jq")),
        new ImageDefinition(
            List.of("coredns/coredns", "coredns"),
            Pattern.compile(VERSIONS + "|" + RELEASES),
            22_384_805,
            ImageConfig.entrypoint("/coredns"),
            (root, tag) -> Executables.write(root, "/coredns", "coredns")),
        new ImageDefinition(
            List.of("kube-proxy"),
            VERSIONS,
            25_963_718,
            ImageConfig.command("kube-proxy"),
            (root, tag) -> debian(root, "/usr/local/bin/kube-proxy", "kube-proxy")),
        new ImageDefinition(
            List.of("flannel-io/flannel", "flannel/flannel", "flannelcni/flannel", "flannel"),
            VERSIONS,
            32_893_184,
            ImageConfig.entrypoint("/opt/bin/flanneld"),
            (root, tag) -> {
              debian(root, "/opt/bin/flanneld", "flanneld");
              Executables.write(root, "/opt/bin/install-conf", "install-conf");
            }),
        new ImageDefinition(
            List.of(
                "flannel-io/flannel-cni-plugin",
                "flannel/flannel-cni-plugin",
                "flannelcni/flannel-cni-plugin",
                "flannel-cni-plugin"),
            VERSIONS,
            2_547_845,
            ImageConfig.command("sh"),
            (root, tag) -> {
              Distribution.BUSYBOX.unpack(root);
              Executables.write(root, "/flannel", CniPlugins.FLANNEL, CniPlugins.FLANNEL_SIZE);
            }));
  }

  /** Registers the programs of the images. */
  public static void register(ProgramRegistry programs, ApiClients clients) {
    programs
        .add("pause", new Pause())
        .add("nginx", new Nginx())
        .add("nginx-hello", new NginxHello())
        .add("http-echo", new HttpEcho())
        .add("httpd", new BusyboxHttpd())
        .add("jq", new Jq())
        .add("coredns", new CoreDns(clients))
        .add("kube-proxy", new KubeProxy(clients))
        .add("flanneld", new Flanneld(clients))
        .add("install-conf", new InstallConf());
  }

  private static void debian(MountNamespace root, String path, String program) throws IOException {
    Distribution.DEBIAN_IMAGE.unpack(root);
    root.createDirectories(path.substring(0, path.lastIndexOf('/')));
    Executables.write(root, path, program);
  }

  private static void busybox(MountNamespace root) throws IOException {
    Distribution.BUSYBOX.unpack(root);
    Executables.write(root, "/bin/httpd", "httpd");
  }

  private static void curl(MountNamespace root) throws IOException {
    busybox(root);
    root.createDirectories("/usr/bin");
    Executables.write(root, "/usr/bin/curl", "curl");
    root.write("/entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n");
    root.setPermissions("/entrypoint.sh", 0755);
  }

  private static void nginx(MountNamespace root) throws IOException {
    debian(root, "/usr/sbin/nginx", "nginx");
    root.write("/docker-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n");
    root.setPermissions("/docker-entrypoint.sh", 0755);
    root.createDirectories("/usr/share/nginx/html");
    root.write("/usr/share/nginx/html/index.html", Nginx.WELCOME);
    root.createDirectories("/etc/nginx/conf.d");
    root.write("/etc/nginx/conf.d/default.conf", Nginx.SITE);
  }
}
