// SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
// SPDX-License-Identifier: BSD-3-Clause

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Vmx.Crypto.Engines.MachineCode;
using Vmx.Crypto.Perlasm;
using Vmx.Crypto.Perlasm.X64;
using Vmx.Crypto.Tool.Provenance;

namespace Vmx.Crypto.Tests.Audit.Paths;

/// <summary>A block of statements in a kernel, or one way that a branch of machine code goes: a path that is either reached or not.</summary>
/// <param name="File">The file.</param>
/// <param name="Text">What leads to it: the head of the loop, the condition, the member, the branch.</param>
/// <param name="Kernels">The ids of [Provenance] on the member and the types around it; of machine code, the kernels that have the file.</param>
/// <param name="Engine">The engine whose machine code it is; null for C#, which engines share.</param>
internal sealed record KernelPath(string File, string Text, IReadOnlyList<string> Kernels, string? Engine = null);

//
//  The library with a trace at every block of its engines
//
//      It is compiled from the sources of the checkout, in memory, for the tests alone; what ships has no trace. Every block
//      of statements below src/Vmx.Crypto/Engines begins with a mark, and the x64 machine code is that of the twins
//      (MarkedKernel). The engine of POWER runs on an emulated processor that tells of its branches (EmulatedPaths). The
//      tool's own runner of known answers is loaded beside it and sees this library in the place of the other.
//
internal sealed partial class TracedLibrary : IDisposable
{
    /// <summary>The engine that runs on an emulated processor where the emulator is installed.</summary>
    public const string EmulatedEngine = Power8Engine.EngineName;

    private const string Sources = "src/Vmx.Crypto";
    private const string Engines = "src/Vmx.Crypto/Engines/";
    private const string Support = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("cryptovmx")]
        internal static class PathTrace
        {
            public static readonly bool[] Reached = new bool[100000];
            public static readonly System.Collections.Generic.Dictionary<string, byte[]> Kernels = [];
            public static void Mark(int path) => Reached[path] = true;
        }
        """;

    private const int MarksSize = 1 << 16;

    private readonly Context _context;
    private readonly bool[] _reached;
    private readonly LowMemory? _marks = LowMemory.IsSupported ? new LowMemory(MarksSize) : null;
    private readonly EmulatedPaths? _emulated;
    private readonly object? _emulatedEngine;
    private readonly int _firstMark;
    private readonly int _firstEmulated;

    /// <param name="root">The checkout.</param>
    /// <param name="manifest">Its manifest.</param>
    public TracedLibrary(string root, Manifest manifest)
    {
        List<KernelPath> paths = [];
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(Support, options),
            .. Directory.EnumerateFiles(Path.Combine(root, Sources), "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .Select(path => Parse(root, path, options, paths)),
        ];
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Vmx.Crypto",
            trees,
            platform.Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(file) is "netstandard.dll" or "mscorlib.dll").Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        }
        image.Position = 0;
        _context = new Context(image);
        Type trace = _context.Library.GetType("PathTrace")!;
        _reached = (bool[])trace.GetField("Reached")!.GetValue(null)!;
        _firstMark = paths.Count;
        AddTwins((Dictionary<string, byte[]>)trace.GetField("Kernels")!.GetValue(null)!, manifest, paths);
        _firstEmulated = paths.Count;
        if (EmulatedPaths.IsSupported)
        {
            Type kernels = _context.Tool.GetType("Vmx.Crypto.Tool.Speed.Power.EmulatedPower8")!;
            _emulated = new EmulatedPaths((IReadOnlyList<byte[]>)kernels.GetProperty("Kernels")!.GetValue(null)!);
            paths.AddRange(_emulated.Paths.Select(path => new KernelPath(path.File, path.Text, KernelsOf(manifest, path.File), EmulatedEngine)));
            object server = Activator.CreateInstance(kernels, _emulated.Server)!;
            _emulatedEngine = Activator.CreateInstance(_context.Library.GetType("Vmx.Crypto.Engines.MachineCode.Power8Engine")!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [server], null);
        }
        Paths = paths;
        _ = Supported();
        Making = Reached();
    }

    /// <summary>Every path of every kernel.</summary>
    public IReadOnlyList<KernelPath> Paths { get; }

    /// <summary>The paths that were reached when the engines were made, before any known answer.</summary>
    public IReadOnlyList<int> Making { get; }

    /// <summary>The engines that are usable here, by name.</summary>
    public IReadOnlyList<string> SupportedEngines => [.. Supported().Select(NameOf)];

    /// <summary>Runs the known answers of a file on an engine.</summary>
    /// <returns>The paths that were reached.</returns>
    public IReadOnlyList<int> Run(string file, string engineName)
    {
        Array.Clear(_reached);
        _marks?.All.Clear();
        object engine = Supported().Single(engine => NameOf(engine) == engineName);
        MethodInfo run = _context.Tool.GetType("Vmx.Crypto.Tool.KnownAnswers.KnownAnswerRunner")!.GetMethods()
            .Single(method => method.Name == "Run" && method.GetParameters()[0].ParameterType == typeof(string));
        object result = run.Invoke(null, [file, engine])!;
        int failed = (int)result.GetType().GetProperty("Failed")!.GetValue(result)!;
        return failed == 0 ? Reached() : throw new InvalidOperationException($"{file} fails on {engineName} with the trace in it.");
    }

    public void Dispose()
    {
        _context.Unload();
        _marks?.Dispose();
        _emulated?.Dispose();
    }

    private int[] Reached() =>
    [
        .. Enumerable.Range(0, _firstEmulated).Where(path => path < _firstMark ? _reached[path] : _marks!.All[path - _firstMark] != 0),
        .. _emulated?.TakeReached().Order().Select(path => _firstEmulated + path) ?? [],
    ];

    private static string[] KernelsOf(Manifest manifest, string file) => [.. manifest.Kernels.Where(entry => entry.Files.Any(own => own.Path == file)).Select(entry => entry.Id)];

    // The twins of all x64 kernels, and their paths behind those of C#.
    private void AddTwins(Dictionary<string, byte[]> twins, Manifest manifest, List<KernelPath> paths)
    {
        if (_marks is null)
        {
            return;
        }
        foreach (AssembledKernel kernel in KernelCatalog.Shapes.SelectMany(KernelCatalog.Create).Select(kernel => kernel.Assemble()))
        {
            var twin = new MarkedKernel(kernel, _marks.Address + paths.Count - _firstMark);
            string file = $"{GeneratedCode.Folder}/{twin.Name}.g.cs";
            paths.AddRange(twin.Paths.Select(path => new KernelPath(file, path, KernelsOf(manifest, file), kernel.Shape.Engine)));
            twins.Add(twin.Name, twin.Bytes);
        }
        if (paths.Count - _firstMark > MarksSize)
        {
            throw new InvalidOperationException("There are more marks than memory for them.");
        }
    }

    private object[] Supported()
    {
        object selector = _context.Library.GetType("Vmx.Crypto.Engines.EngineCatalog")!.GetProperty("Selector", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var supported = (System.Collections.IEnumerable)selector.GetType().GetProperty("Supported")!.GetValue(selector)!;
        return [.. supported.Cast<object>(), .. _emulatedEngine is null ? Array.Empty<object>() : [_emulatedEngine]];
    }

    private static string NameOf(object engine) => (string)engine.GetType().GetProperty("Name")!.GetValue(engine)!;

    private SyntaxTree Parse(string root, string path, CSharpParseOptions options, List<KernelPath> paths)
    {
        if (_marks is not null && X64KernelFile().Match(path) is { Success: true } kernel)
        {
            return CSharpSyntaxTree.ParseText(
                $$"""
                namespace Vmx.Crypto.Engines.MachineCode.Generated;
                internal static partial class {{kernel.Groups["engine"]}}Code
                {
                    private static System.ReadOnlySpan<byte> {{kernel.Groups["routine"]}} => global::PathTrace.Kernels["{{kernel.Groups["engine"]}}.{{kernel.Groups["routine"]}}"];
                }
                """,
                options,
                path);
        }
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(Path.Combine(root, path))), options, path);
        bool isKernel = path.StartsWith(Engines, StringComparison.Ordinal) && path.IndexOf('/', Engines.Length) >= 0;
        return isKernel ? CSharpSyntaxTree.Create((CSharpSyntaxNode)new Importer().Visit(new Marker(path, paths).Visit(tree.GetRoot())), options, path) : tree;
    }

    [GeneratedRegex(@"/Generated/(?<engine>Vaes\d+)\.(?<routine>\w+)\.g\.cs$")]
    private static partial Regex X64KernelFile();

    /// <summary>Declares the functions of the operating system as the runtime imports them itself: no source generator runs here.</summary>
    private sealed class Importer : CSharpSyntaxRewriter
    {
        public override SyntaxNode VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            AttributeSyntax? import = node.AttributeLists.SelectMany(list => list.Attributes).SingleOrDefault(attribute => attribute.Name.ToString() == "LibraryImport");
            if (import is null)
            {
                return node;
            }
            SyntaxToken partial = node.Modifiers.Single(modifier => modifier.IsKind(SyntaxKind.PartialKeyword));
            return node
                .ReplaceNode(import.Name, SyntaxFactory.IdentifierName("DllImport"))
                .WithModifiers(node.Modifiers.Replace(partial, SyntaxFactory.Token(SyntaxKind.ExternKeyword).WithTriviaFrom(partial)));
        }
    }

    private sealed partial class Marker(string file, List<KernelPath> paths) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            // A path begins at the statement before it: the loop, the condition, the member.
            string text = Whitespace().Replace(node.Parent!.ToString()[..(node.SpanStart - node.Parent.SpanStart)], " ").Trim();
            string[] kernels = [.. node.Ancestors().OfType<MemberDeclarationSyntax>().SelectMany(member => member.AttributeLists).SelectMany(list => list.Attributes)
                .Where(attribute => attribute.Name.ToString() == "Provenance").Select(attribute => ((LiteralExpressionSyntax)attribute.ArgumentList!.Arguments[0].Expression).Token.ValueText)];
            paths.Add(new KernelPath(file, node.Parent is ElseClauseSyntax ? "else" : text, kernels));
            StatementSyntax mark = SyntaxFactory.ParseStatement($"global::PathTrace.Mark({paths.Count - 1});");
            BlockSyntax inner = (BlockSyntax)base.VisitBlock(node)!;
            return inner.WithStatements(inner.Statements.Insert(0, mark));
        }

        [GeneratedRegex(@"\s+")]
        private static partial Regex Whitespace();
    }

    private sealed class Context : AssemblyLoadContext
    {
        public Context(Stream image)
            : base("traced library", isCollectible: true)
        {
            Library = LoadFromStream(image);
            Tool = LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "cryptovmx.dll"));
        }

        public Assembly Library { get; }

        public Assembly Tool { get; }

        protected override Assembly? Load(AssemblyName name) => name.Name == "Vmx.Crypto" ? Library : null;
    }
}
