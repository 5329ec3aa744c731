#r "nuget: Pathmind.Scripting"
#load "factory.cs"
