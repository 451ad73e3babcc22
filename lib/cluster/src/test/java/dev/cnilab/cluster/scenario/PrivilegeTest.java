package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What processes of pods may do: as on Linux with the privileges that containerd gives them. */
class PrivilegeTest {
  private static final String NODES = "/node/usr/bin/";

  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    pod("plain", "", "{}");
    pod("admin", "", "{capabilities: {add: [NET_ADMIN], drop: [NET_RAW]}}");
    pod("bare", "", "{capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}");
    pod("user", "securityContext: {runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000}", "{}");
    pod("fixed", "", "{readOnlyRootFilesystem: true}");
    pod("master", "hostPID: true", "{privileged: true}");
    pod("seer", "hostPID: true", "{runAsUser: 1000}");
    pod(
        "ports",
        "securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: '1024'}]}",
        "{runAsUser: 1000}");
    pod("filtered", "securityContext: {seccompProfile: {type: RuntimeDefault}}", "{}");
    for (String name :
        new String[] {
          "plain", "admin", "bare", "user", "fixed", "master", "seer", "ports", "filtered"
        }) {
      cluster.awaitReady(name);
    }
  }

  private static void pod(String name, String spec, String securityContext) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          terminationGracePeriodSeconds: 1
          %s
          volumes:
          - {name: node, hostPath: {path: /}}
          containers:
          - name: app
            image: nicolaka/netshoot
            command: [sleep, '86400']
            securityContext: %s
            volumeMounts:
            - {name: node, mountPath: /node, readOnly: true, recursiveReadOnly: IfPossible}
        """
            .formatted(name, spec, securityContext));
  }

  private static String in(String pod, String line) {
    return cluster.inPod(pod, "sh", "-c", line);
  }

  @Test
  void a_pod_reaches_the_systemd_of_its_node_only_through_the_files_of_the_node() {
    String offline =
        "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
            + "Failed to connect to bus: Host is down\n";
    assertThat(in("plain", "systemctl stop kubelet")).contains("systemctl: not found");
    assertThat(in("plain", NODES + "systemctl stop kubelet")).isEqualTo(offline + "[exit 1]\n");
    assertThat(
            in(
                "plain",
                NODES
                    + "systemctl is-system-running; "
                    + NODES
                    + "systemctl is-enabled kubelet 2>&1"))
        .isEqualTo(
            "offline\n"
                + "Failed to get unit file state for kubelet.service: No such file or directory\n"
                + "[exit 1]\n");
    assertThat(in("plain", "/node/usr/sbin/reboot"))
        .isEqualTo(offline + "Failed to talk to init daemon.\n[exit 1]\n");
    assertThat(in("plain", "/node/usr/sbin/reboot -f"))
        .isEqualTo("Failed to reboot: Operation not permitted\n[exit 1]\n");
    assertThat(in("plain", NODES + "journalctl -n 1"))
        .isEqualTo("-- No entries --\nNo journal files were found.\n");
    assertThat(in("master", NODES + "systemctl is-active kubelet"))
        .isEqualTo(offline + "[exit 1]\n");
    assertThat(in("master", "chroot /node systemctl is-active kubelet")).isEqualTo("active\n");
    assertThat(in("master", "chroot /node journalctl -u kubelet -n 1 | grep -c kubelet"))
        .isEqualTo("1\n");
  }

  @Test
  void proc_shows_the_capabilities_of_a_process() {
    assertThat(in("plain", "grep Cap /proc/self/status"))
        .isEqualTo(
            """
            CapInh:\t0000000000000000
            CapPrm:\t00000000a80425fb
            CapEff:\t00000000a80425fb
            CapBnd:\t00000000a80425fb
            CapAmb:\t0000000000000000
            """);
    assertThat(in("admin", "grep CapEff /proc/self/status")).contains("00000000a80415fb");
    assertThat(in("master", "grep CapEff /proc/self/status")).contains("000001ffffffffff");
    assertThat(in("bare", "grep -E 'CapBnd|NoNew' /proc/self/status"))
        .isEqualTo("CapBnd:\t0000000000000000\nNoNewPrivs:\t1\n");
    assertThat(in("user", "grep -E 'Uid|Gid|CapEff|CapBnd' /proc/self/status; id"))
        .isEqualTo(
            """
            Uid:\t1000\t1000\t1000\t1000
            Gid:\t2000\t2000\t2000\t2000
            CapEff:\t0000000000000000
            CapBnd:\t00000000a80425fb
            uid=1000 gid=2000 groups=2000,3000
            """);
  }

  @Test
  void proc_shows_whether_system_calls_are_filtered() {
    assertThat(in("plain", "grep Seccomp /proc/self/status"))
        .isEqualTo("Seccomp:\t0\nSeccomp_filters:\t0\n");
    assertThat(in("filtered", "grep Seccomp /proc/self/status"))
        .isEqualTo("Seccomp:\t2\nSeccomp_filters:\t1\n");
  }

  @Test
  void the_home_of_root_is_closed_to_other_users() {
    assertThat(in("user", "ls /root")).contains("cannot open directory '/root': Permission denied");
  }

  @Test
  void ps_without_a_terminal_shows_processes_without_a_terminal() {
    assertThat(in("plain", "ps -o pid,comm").lines().map(String::strip)).contains("1 sleep");
  }

  @Test
  void a_user_without_dac_override_can_remove_their_own_directories() {
    assertThat(in("user", "mkdir -p /tmp/a/b; touch /tmp/a/b/c; ln -s /etc /tmp/a/d; rm -r /tmp/a"))
        .doesNotContain("cannot remove", "can't remove");
    assertThat(in("user", "ls /tmp/a; ls -d /etc")).contains("No such file", "/etc");
  }

  @Test
  void changing_the_network_of_a_pod_needs_net_admin() {
    assertThat(in("plain", "ip link set eth0 down"))
        .isEqualTo("RTNETLINK answers: Operation not permitted\n[exit 2]\n");
    assertThat(in("plain", "ip route del default; ip addr flush dev eth0"))
        .isEqualTo(
            """
            RTNETLINK answers: Operation not permitted
            Failed to send flush request: Operation not permitted
            [exit 255]
            """);
    assertThat(in("plain", "iptables -S"))
        .contains("Could not fetch rule set generation id: Permission denied (you must be root)");
    assertThat(in("plain", "brctl addbr x; ifconfig eth0 mtu 1000; route del default"))
        .isEqualTo(
            """
            add bridge failed: Operation not permitted
            SIOCSIFMTU: Operation not permitted
            SIOCDELRT: Operation not permitted
            [exit 7]
            """);
    assertThat(
            in("admin", "ip link set eth0 mtu 1300 && cat /sys/class/net/eth0/mtu && iptables -S"))
        .startsWith("1300\n-P INPUT ACCEPT");
  }

  @Test
  void capturing_needs_net_raw_and_ping_only_the_group_range() {
    assertThat(in("bare", "tcpdump -c1 -i eth0"))
        .contains("You don't have permission to perform this capture on that device");
    assertThat(in("bare", "ping -c1 -W1 127.0.0.1")).contains("1 received");
    assertThat(in("admin", "arping -c1 -I eth0 10.244.1.1")).contains("Operation not permitted");
  }

  @Test
  void low_ports_are_open_to_all_users_by_default() {
    assertThat(in("user", "timeout 1 nc -l -p 80")).doesNotContain("denied");
    assertThat(in("ports", "timeout 1 nc -l -p 80")).contains("Permission denied");
  }

  @Test
  void sysctls_are_read_only_in_an_unprivileged_pod() {
    assertThat(in("plain", "sysctl -w net.ipv4.ip_forward=0"))
        .isEqualTo("sysctl: permission denied on key \"net.ipv4.ip_forward\"\n[exit 1]\n");
    assertThat(in("admin", "echo 0 > /proc/sys/net/ipv4/ip_forward"))
        .contains("/proc/sys/net/ipv4/ip_forward: Read-only file system");
    assertThat(in("master", "sysctl -w net.ipv4.conf.eth0.proxy_arp=1"))
        .isEqualTo("net.ipv4.conf.eth0.proxy_arp = 1\n");
  }

  @Test
  void mounting_and_entering_namespaces_need_privileges() {
    assertThat(in("plain", "mount -t tmpfs x /opt; mount -o remount,rw /sys; umount /proc"))
        .contains("/opt: permission denied.", "/sys: permission denied.", "must be superuser");
    assertThat(in("seer", "nsenter -t 1 -n ip link"))
        .contains("nsenter: cannot open /proc/1/ns/net: Permission denied");
    assertThat(in("plain", "ip netns add x; hostname y"))
        .contains(
            "mount --make-shared /run/netns failed: Operation not permitted",
            "you must be root to change the host name");
    assertThat(in("master", "nsenter -t 1 -m -u -n -- hostname")).isEqualTo("worker-1\n");
    assertThat(in("bare", "chroot /node true"))
        .contains("cannot change root directory to '/node': Operation not permitted");
  }

  @Test
  void a_recursive_read_only_volume_includes_its_submounts() {
    assertThat(
            in(
                "plain",
                "touch /node/etc/x; touch /node/run/x; echo 1 >"
                    + " /node/proc/sys/net/ipv4/ip_forward"))
        .contains(
            "cannot touch '/node/etc/x': Read-only file system",
            "cannot touch '/node/run/x': Read-only file system",
            "/node/proc/sys/net/ipv4/ip_forward: Read-only file system");
    assertThat(in("plain", "touch /x && rm /x && echo done")).isEqualTo("done\n");
    assertThat(in("fixed", "touch /x")).contains("cannot touch '/x': Read-only file system");
    assertThat(in("fixed", "echo x >/dev/null && echo done")).isEqualTo("done\n");
  }

  @Test
  void users_cannot_change_files_and_processes_of_others() {
    assertThat(
            in("user", "touch /etc/x; cat /etc/shadow2; cd /root2; rm /etc/passwd; chmod 777 /etc"))
        .contains(
            "cannot touch '/etc/x': Permission denied",
            "cannot remove '/etc/passwd': Permission denied",
            "changing permissions of '/etc': Operation not permitted");
    assertThat(in("user", "touch /tmp/mine && ls -ln /tmp/mine")).contains(" 1000 2000 ");
    assertThat(in("seer", "kill 1; cat /proc/1/environ"))
        .contains("kill: Operation not permitted", "/proc/1/environ: Permission denied");
  }

  @Test
  void the_kubelet_rejects_an_unsafe_sysctl() {
    pod("unsafe", "securityContext: {sysctls: [{name: net.ipv4.ip_forward, value: '1'}]}", "{}");
    cluster.await("rejection", Duration.ofSeconds(20), () -> phase("unsafe").equals("Failed"));
    assertThat(cluster.get(ResourceTypes.PODS, "unsafe").text("/status/reason"))
        .isEqualTo("SysctlForbidden");
    assertThat(cluster.get(ResourceTypes.PODS, "unsafe").text("/status/message"))
        .isEqualTo("Pod was rejected: forbidden sysctl: \"net.ipv4.ip_forward\" not allowlisted");
  }

  @Test
  void a_run_as_non_root_container_with_a_root_image_does_not_start() {
    pod("nonroot", "securityContext: {runAsNonRoot: true}", "{}");
    cluster.await(
        "refusal",
        Duration.ofSeconds(20),
        () ->
            cluster
                .get(ResourceTypes.PODS, "nonroot")
                .text("/status/containerStatuses/0/state/waiting/reason")
                .equals("CreateContainerConfigError"));
    assertThat(
            cluster
                .get(ResourceTypes.PODS, "nonroot")
                .text("/status/containerStatuses/0/state/waiting/message"))
        .startsWith(
            "container has runAsNonRoot and image will run as root (pod: \"nonroot_default(");
  }

  private static String phase(String pod) {
    return cluster.get(ResourceTypes.PODS, pod).text("/status/phase");
  }
}
