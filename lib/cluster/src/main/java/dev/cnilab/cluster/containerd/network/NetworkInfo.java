package dev.cnilab.cluster.containerd.network;

import dev.cnilab.cluster.containerd.config.CriConfig;
import java.util.List;

/**
 * The network configuration as containerd sees it.
 *
 * @param config of the plugin that loads it
 * @param networks the loaded networks, the loopback network first
 * @param lastLoadStatus {@code OK}, or why the last load failed
 */
public record NetworkInfo(CriConfig config, List<GoCni.Network> networks, String lastLoadStatus) {}
