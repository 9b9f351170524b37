// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Vmx.Crypto.Tests.Tool.Pages;

//
//  A headless Chromium, driven over the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol/)
//
//      The browser is started with an empty profile of its own and told to choose a port; it writes that port to a file of
//      the profile. One web socket carries commands, answers and events as JSON. Nothing is sent while an answer is awaited,
//      so an answer is found by reading on, and events that come before it are kept for whoever waits for them.
//
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>Only for a browser that hangs: a busy machine may take long.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<(string Method, JsonElement Parameters)> _events = [];
    private string? _session;
    private int _commands;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>The browser's program on this machine, or null.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => _names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>The network requests since the page was opened.</summary>
    public IEnumerable<string> Requests => Events("Network.requestWillBeSent").Select(request => request.GetProperty("request").GetProperty("url").GetString()!);

    /// <summary>What the browser had to say about the page.</summary>
    public IEnumerable<string> Messages => Events("Log.entryAdded").Select(message => message.GetProperty("entry").GetProperty("text").GetString()!)
        .Concat(Events("Runtime.exceptionThrown").Select(message => message.GetRawText()));

    /// <summary>Starts a browser with one empty page.</summary>
    public static async Task<Browser> StartAsync(string program)
    {
        string profile = Directory.CreateTempSubdirectory("vmx-browser-").FullName;
        List<string> arguments =
        [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ];
        // The sandbox cannot be set up for root. The pages shown are this repository's own.
        if (Environment.IsPrivilegedProcess)
        {
            arguments.Insert(1, "--no-sandbox");
        }
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var browser = new Browser(process, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it is there.</summary>
    public async Task OpenAsync(string path)
    {
        _events.Clear();
        await SendAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        while (!Events("Page.loadEventFired").Any())
        {
            await ReceiveAsync();
        }
    }

    /// <summary>Sends a command and returns its answer.</summary>
    public async Task<JsonElement> SendAsync(string method, object parameters)
    {
        int id = ++_commands;
        byte[] command = JsonSerializer.SerializeToUtf8Bytes(_session is null
            ? new { id, method, @params = parameters }
            : (object)new { id, method, @params = parameters, sessionId = _session });
        using var patience = new CancellationTokenSource(_patience);
        await _socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            JsonElement answer = await ReceiveAsync();
            if (!answer.TryGetProperty("id", out JsonElement answered) || answered.GetInt32() != id)
            {
                continue;
            }
            return answer.TryGetProperty("error", out JsonElement error)
                ? throw new InvalidOperationException($"{method}: {error.GetRawText()}")
                : answer.GetProperty("result");
        }
    }

    /// <summary>Evaluates an expression in the page and returns its value.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true });
        if (answer.TryGetProperty("exceptionDetails", out JsonElement exception))
        {
            throw new InvalidOperationException(exception.GetRawText());
        }
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
        // Its children may still be writing while they end.
        for (int attempt = 0; Directory.Exists(_profile) && attempt < 20; attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ConnectAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        await _socket.ConnectAsync(new Uri(await AddressAsync(patience.Token)), patience.Token);
        JsonElement target = await SendAsync("Target.createTarget", new { url = "about:blank" });
        JsonElement attached = await SendAsync("Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true });
        _session = attached.GetProperty("sessionId").GetString();
        foreach (string domain in (string[])["Page", "Network", "Log", "Runtime"])
        {
            await SendAsync($"{domain}.enable", new { });
        }
    }

    /// <summary>The address of the browser's socket: the file has the port on its first line and the path on its second.</summary>
    private async Task<string> AddressAsync(CancellationToken cancellation)
    {
        string file = Path.Combine(_profile, "DevToolsActivePort");
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The browser ended with exit code {_process.ExitCode}.");
            }
            string[] lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellation) : [];
            if (lines.Length >= 2)
            {
                return $"ws://127.0.0.1:{lines[0]}{lines[1]}";
            }
            await Task.Delay(20, cancellation);
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var message = new ArrayBufferWriter<byte>();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(message.GetMemory(1 << 16), patience.Token);
            message.Advance(received.Count);
        }
        while (!received.EndOfMessage);
        using var document = JsonDocument.Parse(message.WrittenMemory);
        JsonElement root = document.RootElement.Clone();
        if (root.TryGetProperty("method", out JsonElement method))
        {
            _events.Add((method.GetString()!, root.GetProperty("params")));
        }
        return root;
    }

    private IEnumerable<JsonElement> Events(string method) => _events.Where(item => item.Method == method).Select(item => item.Parameters);
}
