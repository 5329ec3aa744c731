#r "nuget: Pathmind.Scripting"
#load "mouse.cs"
